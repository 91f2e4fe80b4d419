provider p {
	probe (int);
	probe a int;
	prob b();
	probe c(int;
	probe d();
	probe e() : int;
};
provider q { probe ok(); };
provider r {
	probe open(
