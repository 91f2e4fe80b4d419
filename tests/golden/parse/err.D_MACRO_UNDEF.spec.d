pid$nobody:::entry /x == $9/ { trace($7); }
END { ok; }
