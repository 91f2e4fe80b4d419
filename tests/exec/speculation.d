there is one by default:
	BEGIN { trace(speculation()); trace(speculation()); }
= 1, 0
as many as nspec says:
	#pragma D option nspec=3
	BEGIN { trace(speculation()); trace(speculation()); trace(speculation()); trace(speculation() == 0); }
= 1, 2, 3, 1
numbers are not given again:
	BEGIN { this->a = speculation(); discard(this->a); this->b = speculation(); discard(this->b); trace(this->a > 0 && this->b > this->a); }
= 1, 2, 1
