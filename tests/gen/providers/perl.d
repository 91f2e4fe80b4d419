/*
 * Written for DTrace
 */

provider perl {
    probe sub__entry(const char *, const char *, int, const char *);
    probe sub__return(char *, char *, int, char *);

    probe phase__change(const char *, const char *);

    probe op__entry(const char *);

    probe loading__file(const char *);
    probe loaded__file(const char *);
};

#pragma D attributes Evolving/Evolving/Common provider perl provider
