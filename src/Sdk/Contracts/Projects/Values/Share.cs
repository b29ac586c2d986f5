using System.Globalization;

namespace Cairn.Contracts.Projects;

/// <summary>A part of a whole, written <c>30%</c>. <paramref name="Fraction"/> is 0 to 1 (or above, where a limit is a growth).</summary>
public readonly record struct Share(decimal Fraction)
{
    internal const string Pattern = "^[0-9]+([.][0-9]+)?%$";

    public double Value => (double)Fraction;

    /// <summary>Tenths of a percent; exact only for weights, which are checked to be whole.</summary>
    public int Permille => (int)(Fraction * 1000);

    /// <summary>0 % to 100 %.</summary>
    public static Parsed<Share> Parse(string text) => Parse(text, 1m);

    /// <summary>0 % to 10 000 %, for limits on change.</summary>
    public static Parsed<Share> ParseChange(string text) => Parse(text, 100m);

    public override string ToString() => (Fraction * 100m).ToString("0.######", CultureInfo.InvariantCulture) + "%";

    private static Parsed<Share> Parse(string text, decimal most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.EndsWith('%') || !decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return Parsed.Bad<Share>("a share is a number and a percent sign, such as 30%");
        }

        return number <= most * 100m ? Parsed.Good(new Share(number / 100m)) : Parsed.Bad<Share>($"a share here is 0% to {most * 100m:0}%");
    }
}
