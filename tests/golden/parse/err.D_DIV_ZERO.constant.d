char a[1 / 0];
enum { A = 1 % 0 };
