/* A member that is not everywhere: the arm that is dropped may name it. */
struct old { int state; };
struct new { int __state; struct { long x; } in; union { int a; char b; }; };

inline int old_state[struct old *p] = __has_member(struct old, __state) ? p->__state : p->state;
inline int new_state[struct new *p] = __has_member(struct new, __state) ? p->__state : p->state;

BEGIN
{
	trace(old_state[NULL]);
	trace(new_state[NULL]);
	trace(__has_member(struct new, in.x));
	trace(__has_member(struct new, in.y));
	trace(__has_member(struct new, b));
	trace(__has_member(struct new, __state.x));
	trace(__has_member(struct task_struct, pid));
	trace(__has_member(struct nothing, pid));
	trace(__has_member(int, pid));
}
