provider app1 { probe a(); };
provider this_provider_name_is_a_good_deal_longer_than_sixty_three_characters { probe a(); };
provider p { probe this__probe__name__is__a__good__deal__longer__than__sixty__three__characters(); };
provider q { probe a(); };
