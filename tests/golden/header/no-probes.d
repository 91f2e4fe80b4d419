provider libns { };
