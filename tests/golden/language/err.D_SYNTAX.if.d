BEGIN { if (curthread->comm) }
