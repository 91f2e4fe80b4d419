provider my_app2_ {
	probe gc__start();
	probe ___a__b_c(int x);
	probe UpperCase__Name();
	probe x___y();
};
provider p__q { probe a(); };
