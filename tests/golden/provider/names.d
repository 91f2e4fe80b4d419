provider app1 { probe a(); };
provider a___b { probe a(); };
provider tail_ { probe a(); };
provider p__q { probe a__b___c(); };
provider this_provider_name_is_a_good_deal_longer_than_sixty_three_characters { probe a(); };
provider p { probe this__probe__name__is__a__good__deal__longer__than__sixty__three__characters(); };
provider q { probe this__one__is__longer__before__but__not__after__the__dashes(); };
