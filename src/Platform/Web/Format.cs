using System.Globalization;

namespace Cairn.Platform.Web;

/// <summary>Numbers, spans and times as every page writes them. Absent and not-a-number are said, never drawn as 0.</summary>
public static class Format
{
    public const string Absent = "–";
    private const char Narrow = '\u00a0';
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>The instant of a stored time: unix milliseconds.</summary>
    public static DateTimeOffset Moment(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);

    /// <summary>The same, null for null.</summary>
    public static DateTimeOffset? Moment(long? unixMs) => unixMs is { } ms ? Moment(ms) : null;

    /// <summary>16,412</summary>
    public static string Count(long value) => Sign(value.ToString("N0", Culture));

    /// <summary>From 10,000 on in thousands, millions or billions: 16.4 k; give the exact value as title.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        _ when !double.IsFinite(value) => Word(value),
        >= 1e9 => Scaled(value / 1e9, "G"),
        >= 1e6 => Scaled(value / 1e6, "M"),
        >= 1e4 => Scaled(value / 1e3, "k"),
        _ when value == Math.Floor(value) => Sign(value.ToString("N0", Culture)),
        _ => Metric(value),
    };

    /// <summary>A metric: three decimals within [-1, 1], else four significant digits.</summary>
    public static string Metric(double? value) => value switch
    {
        null => Absent,
        { } v when !double.IsFinite(v) => Word(v),
        { } v when v == Math.Floor(v) && Math.Abs(v) > 1 && Math.Abs(v) < 1e15 => Sign(v.ToString("N0", Culture)),
        { } v when Math.Abs(v) <= 1 => Sign(v != 0 && Math.Abs(v) < 0.0005 ? v.ToString("0.#e-0", Culture) : v.ToString("0.000", Culture)),
        { } v => Sign(Significant(v)),
    };

    /// <summary>An amount of money, whatever the money: two decimals, below one as many as say something.</summary>
    public static string Cost(double? value) => value is not { } v ? Absent : Sign(v.ToString(Math.Abs(v) < 1 ? "0.######" : "N2", Culture));

    /// <summary>A difference with its sign: +0.014, −0.003.</summary>
    public static string Delta(double? value) => value is > 0 ? "+" + Metric(value) : Metric(value);

    /// <summary>A share in [0, 1] as percent: 98.2 %.</summary>
    public static string Percent(double? share, int decimals = 1) =>
        share is not { } s ? Absent : double.IsFinite(s) ? Sign((s * 100).ToString("F" + decimals, Culture)) + Narrow + "%" : Word(s);

    /// <summary>3.1 ms, 41 s, 12 m 41 s, 2 h 05 m, 9 d.</summary>
    public static string Duration(TimeSpan? span) => span switch
    {
        null => Absent,
        { } s when s < TimeSpan.Zero => "−" + Duration(s.Negate()),
        { TotalMilliseconds: < 1000 } s => s.TotalMilliseconds.ToString(s.TotalMilliseconds < 10 ? "0.#" : "0", Culture) + Narrow + "ms",
        { TotalSeconds: < 10 } s => s.TotalSeconds.ToString("0.0", Culture) + Narrow + "s",
        { TotalSeconds: < 60 } s => Math.Floor(s.TotalSeconds).ToString(Culture) + Narrow + "s",
        { TotalMinutes: < 60 } s => $"{s.Minutes}{Narrow}m{Narrow}{s.Seconds:00}{Narrow}s",
        { TotalHours: < 48 } s => $"{(int)s.TotalHours}{Narrow}h{Narrow}{s.Minutes:00}{Narrow}m",
        { } s => $"{(int)s.TotalDays}{Narrow}d",
    };

    /// <summary>Files in decimal units: 1.2 MB.</summary>
    public static string Bytes(long bytes) => Unit(bytes, 1000, ["B", "kB", "MB", "GB", "TB"]);

    /// <summary>Memory in binary units: 512 MiB.</summary>
    public static string Memory(long bytes) => Unit(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);

    /// <summary>sha256:4f1c…9a02; the prefix stays, short texts stay whole.</summary>
    public static string Digest(string digest)
    {
        var colon = digest.IndexOf(':') + 1;
        return digest.Length - colon <= 12 ? digest : digest[..(colon + 4)] + "…" + digest[^4..];
    }

    /// <summary>"8 h ago" or "in 5 h" within a day, then "17 Apr, 10:42" in the zone, with the year when it is another one.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo? zone = null)
    {
        var gap = now - at;
        var size = gap.Duration();
        if (size < TimeSpan.FromHours(24))
        {
            var text = size.TotalSeconds < 5 ? "now" : size.TotalMinutes < 1 ? $"{(int)size.TotalSeconds}{Narrow}s"
                : size.TotalHours < 1 ? $"{(int)size.TotalMinutes}{Narrow}min" : $"{(int)size.TotalHours}{Narrow}h";
            return text == "now" ? text : gap > TimeSpan.Zero ? text + " ago" : "in " + text;
        }

        var local = TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc);
        return local.ToString(local.Year == now.Year ? "d MMM, HH:mm" : "d MMM yyyy, HH:mm", Culture);
    }

    /// <summary>2001-04-17 10:42:07 UTC, for titles.</summary>
    public static string Exact(DateTimeOffset at, TimeZoneInfo? zone = null)
    {
        zone ??= TimeZoneInfo.Utc;
        return TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss ", Culture) + (zone.Equals(TimeZoneInfo.Utc) ? "UTC" : zone.Id);
    }

    private static string Scaled(double value, string unit) => Sign(Significant(value, 3)) + Narrow + unit;

    private static string Significant(double value, int digits = 4)
    {
        var whole = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        return Math.Abs(value) >= 1e15 ? value.ToString("0.###e0", Culture) : value.ToString("N" + Math.Clamp(digits - whole, 0, 6), Culture);
    }

    private static string Unit(long bytes, double step, string[] names)
    {
        double value = Math.Abs(bytes);
        var i = 0;
        for (; value >= step && i < names.Length - 1; i++)
        {
            value /= step;
        }

        return (bytes < 0 ? "−" : "") + value.ToString(i == 0 || value >= 100 ? "0" : "0.#", Culture) + Narrow + names[i];
    }

    private static string Word(double value) => double.IsNaN(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";

    private static string Sign(string text) => text.Replace('-', '−');
}
