provider p { probe a() probe b(); };
provider q { probe a(); }
provider r { probe string(); probe c(int self); };
provider s { probe a(); };
