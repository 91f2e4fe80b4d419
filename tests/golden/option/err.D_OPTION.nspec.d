#pragma D option nspec=nonsense
BEGIN { exit(0); }
