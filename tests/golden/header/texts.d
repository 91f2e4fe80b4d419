/* Parameters go into the comment on one line, whatever stands between their words. */
provider texts {
	probe spread(int /* the first */ a,
		const
			char	*b, // the second
		int c[2]);
	probe brackets(int sizes[LENGTHS[1]], char m4_define);
	probe unnamed(int, char *, struct s *);
	probe nothing(void);
};
