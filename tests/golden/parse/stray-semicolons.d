;
struct a { int x; };;
BEGIN { x; };
;END { y; };
