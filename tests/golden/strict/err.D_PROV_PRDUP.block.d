provider p { probe a(int x); probe a(int x); };
provider q { probe a(); probe b(); };
provider q { probe a(); };
provider r { probe a(); };
provider r { probe a(); probe b(); };
