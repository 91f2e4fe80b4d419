BEGIN { copyout(); }
