BEGIN
{
}

END
/arg0/
{
}
