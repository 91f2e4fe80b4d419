self this if else inline provider probe translator xlate sizeof offsetof __has_member stringof string userland
typedef struct union enum int long unsigned _Bool _x x1 selfish @ @a @agg[ args
