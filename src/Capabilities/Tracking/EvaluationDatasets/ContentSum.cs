using System.Globalization;
using System.Numerics;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>Digests of many records as one number: a record is added or taken away at the cost of itself, in any order.</summary>
internal static class ContentSum
{
    public const string None = "0";

    private static readonly BigInteger All = BigInteger.One << 256;

    /// <param name="sum">Hexadecimal, as the digests are.</param>
    public static string Changed(string sum, IEnumerable<string> gone, IEnumerable<string> added)
    {
        BigInteger value = Number(sum) - Total(gone) + Total(added);
        value = (value % All + All) % All;
        return value.IsZero ? None : value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
    }

    private static BigInteger Total(IEnumerable<string> digests) => digests.Aggregate(BigInteger.Zero, (all, digest) => all + Number(digest));

    // A leading zero, so that no digit is taken for a sign.
    private static BigInteger Number(string hexadecimal) => BigInteger.Parse("0" + hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
