extern static register auto const volatile restrict void char short float double signed
