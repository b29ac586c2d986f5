using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Sweeps;

/// <summary>Numbers that depend on nothing but their names, and the way from a number of 0 to 1 to a value of a space and back.</summary>
internal static class Draw
{
    /// <summary>At least 0 and below 1.</summary>
    public static double Unit(long seed, int trial, string name, int n = 0)
        => (BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {trial} {n} {name}")))) >> 11) * (1.0 / (1UL << 53));

    public static JsonNode? Value(SweepSpace space, double unit) => space switch
    {
        SweepChoices list => JsonNode.Parse(list.Values[Math.Min((int)(unit * list.Values.Count), list.Values.Count - 1)].GetRawText()),
        SweepRange { Whole: true } range => (long)Math.Min(Math.Floor(At(range.From, range.To + 1, range.Log, unit)), range.To),
        SweepRange range => double.Parse(At(range.From, range.To, range.Log, unit).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(space)),
    };

    /// <summary>Where a value lies, the middle of its share for a whole number or a choice.</summary>
    public static double Place(SweepSpace space, JsonNode? value) => space switch
    {
        SweepChoices list => (list.Values.Select(v => v.GetRawText()).ToList().IndexOf(value?.ToJsonString() ?? "null") + 0.5) / list.Values.Count,
        SweepRange { Whole: true } range => Of(range.From, range.To + 1, range.Log, (double)value! + 0.5),
        SweepRange range => Of(range.From, range.To, range.Log, (double)value!),
        _ => throw new ArgumentOutOfRangeException(nameof(space)),
    };

    private static double At(double from, double to, bool log, double unit) => log ? from * Math.Pow(to / from, unit) : from + ((to - from) * unit);

    private static double Of(double from, double to, bool log, double value) => Math.Clamp(log ? Math.Log(value / from) / Math.Log(to / from) : (value - from) / (to - from), 0, 1);
}
