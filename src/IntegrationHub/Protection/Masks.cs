namespace IntegrationHub.Protection;

/// <summary>What sources write in place of a value that they do not tell: it is no value, and is never stored as one.</summary>
static class Masks
{
    /// <summary>The value, or null when it is a mask: three or more mask signs in a row, or nothing but mask signs and what stands between digits.</summary>
    public static string? Without(string? value) => value is null || IsMask(value) ? null : value;

    public static bool IsMask(string value)
    {
        var inARow = 0;
        var signs = 0;
        var crosses = 0;
        var others = 0;
        foreach (var c in value)
        {
            if (c is '*' or '\u2022' or '\u25CF' or '\u2588')
            {
                signs++;
                if (++inARow == 3) return true;
                continue;
            }

            inARow = 0;
            if (c is 'x' or 'X') crosses++;
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '+' or '@' or '.')) others++;
        }

        return others == 0 && (signs > 0 || crosses >= 3);
    }
}
