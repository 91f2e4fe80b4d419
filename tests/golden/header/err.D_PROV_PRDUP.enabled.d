provider p { probe a(); probe a__enabled(int x); };
