rand() >= 0 = 1
two are not the same:
	BEGIN { this->a = rand(); this->b = rand(); this->c = rand(); trace(this->a == this->b && this->b == this->c); }
= 0
