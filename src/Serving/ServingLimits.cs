using System.Globalization;

namespace Cairn.Serving;

/// <summary>Limits of a data plane that the environment sets, read once at start.</summary>
public sealed class ServingLimits
{
    private const int Megabyte = 20;

    private static readonly Setting[] Settings =
    [
        new("CAIRN_SERVING_CONCURRENCY", 1, 1_000_000, "requests answered at once; more get 429", (o, v) => o.MaxConcurrency = (int)v),
        new("CAIRN_SERVING_BODY_MB", 1, 1024, "megabytes of the largest body", (o, v) => o.MaxBodyBytes = (int)v << Megabyte),
        new("CAIRN_SERVING_BODIES_MB", 1, 1 << 20, "megabytes that all bodies at once, and what they are parsed into, may hold; more get 429", (o, v) => o.MaxBytesInFlight = v << Megabyte),
        new("CAIRN_SERVING_PATIENCE_MS", 1, 3_600_000, "milliseconds until a run must have begun", (o, v) => o.PatienceMilliseconds = (int)v),
        new("CAIRN_SERVING_FLUSH_MS", 1, 10_000, "milliseconds that a buffered record waits for the disk", (o, v) => o.FlushMilliseconds = (int)v),
        new("CAIRN_SERVING_REMEMBERED", 1, 10_000_000, "request ids of an endpoint whose answers can be given again", (o, v) => o.RememberedRequests = (int)v),
    ];

    private readonly List<(Setting Setting, long Value)> _given = [];

    private ServingLimits()
    {
    }

    /// <param name="variable">The value of an environment variable; null or empty where it is not set.</param>
    /// <exception cref="FormatException">A value that is no whole number within its range; names the variable and the range.</exception>
    public static ServingLimits Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var limits = new ServingLimits();
        foreach (Setting setting in Settings)
        {
            if (variable(setting.Name) is not { Length: > 0 } text) continue;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value < setting.Least || value > setting.Most)
                throw new FormatException($"{setting.Name} must be a whole number from {setting.Least} to {setting.Most}: {setting.What}.");
            limits._given.Add((setting, value));
        }

        return limits;
    }

    public void Apply(ServingOptions options)
    {
        foreach ((Setting setting, long value) in _given) setting.Set(options, value);
    }

    private sealed record Setting(string Name, long Least, long Most, string What, Action<ServingOptions, long> Set);
}
