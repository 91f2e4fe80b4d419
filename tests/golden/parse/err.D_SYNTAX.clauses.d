BEGIN END { x; }
BEGIN /x { y; }
{ z; }
BEGIN, { w; }
) END { v; }
BEGIN /a/ /b/ { u; }
