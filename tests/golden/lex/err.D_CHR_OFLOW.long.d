'abcdefghi'
