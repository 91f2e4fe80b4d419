/* The quote swallows the rest of the line, the end of the provider too. */
provider p { probe a(int x, `back', int y); probe b(int z); };
