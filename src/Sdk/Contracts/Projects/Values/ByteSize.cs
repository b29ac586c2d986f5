using System.Globalization;

namespace Cairn.Contracts.Projects;

/// <summary>A number of bytes, written <c>64KB</c>, <c>512MB</c>, <c>16GB</c> (powers of 1000) or <c>16GiB</c> (of 1024).</summary>
public readonly record struct ByteSize(long Bytes)
{
    internal const string Pattern = "^[0-9]+([.][0-9]+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$";

    private static readonly (string Unit, long Size)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ];

    /// <summary>1 B to 1000 TB.</summary>
    public static Parsed<ByteSize> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var unit = Array.Find(Units, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (unit.Unit is null
            || !decimal.TryParse(text.AsSpan(0, text.Length - unit.Unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return Parsed.Bad<ByteSize>("a size is a number and a unit (B, KB, MB, GB, TB, KiB, MiB, GiB, TiB), such as 512MB");
        }

        return number <= 1e15m / unit.Size && number * unit.Size >= 1
            ? Parsed.Good(new ByteSize((long)(number * unit.Size)))
            : Parsed.Bad<ByteSize>("a size is 1B to 1000TB");
    }

    /// <summary>The largest unit that divides exactly.</summary>
    public override string ToString()
    {
        var bytes = Bytes;
        var best = Units.Where(u => bytes != 0 && bytes % u.Size == 0).MaxBy(u => u.Size);
        return best.Unit is null ? Bytes + "B" : Bytes / best.Size + best.Unit;
    }
}
