using System.Globalization;
using Cairn.Platform;
using Cairn.Platform.Http;

namespace Cairn.Server;

/// <summary>The command line of the server: <c>--port N --data DIR --db URL --artifacts DIR --host NAME --public-url URL --simulated-clock ISO --seed N --prober on|off</c>.</summary>
internal sealed record ServerOptions(int Port, PlatformOptions Platform)
{
    /// <summary>Whether a prober is started beside the server; never in a simulated world.</summary>
    public bool Prober { get; init; } = true;

    public const int DefaultPort = 7337;

    /// <exception cref="FormatException">A flag is unknown or its value is not usable.</exception>
    public static ServerOptions Parse(IReadOnlyList<string> args)
    {
        int port = DefaultPort;
        bool prober = true;
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var platform = new PlatformOptions { DataDirectory = "data", Hosts = hosts };
        for (int i = 0; i < args.Count; i += 2)
        {
            string flag = args[i], value = i + 1 < args.Count ? args[i + 1] : throw new FormatException($"{flag} needs a value.");
            switch (flag)
            {
                case "--port": port = Number(flag, value, 0, 65535); break;
                case "--data": platform = platform with { DataDirectory = value }; break;
                case "--db": platform = platform with { DatabaseUrl = Database(flag, value) }; break;
                case "--artifacts": platform = platform with { Artifacts = Folder(flag, value) }; break;
                case "--host": hosts.Add(value); break;
                case "--public-url": platform = platform with { PublicUrl = Address(flag, value) }; break;
                case "--simulated-clock": platform = platform with { SimulatedClock = Instant(flag, value) }; break;
                case "--seed": platform = platform with { Seed = Number(flag, value, 0, int.MaxValue) }; break;
                case "--prober": prober = value is "on" || (value is "off" ? false : throw new FormatException($"{flag} must be on or off.")); break;
                default: throw new FormatException($"'{flag}' is not a flag of the server. It takes --port, --data, --db, --artifacts, --host, --public-url, --simulated-clock, --seed, --prober.");
            }
        }
        return new ServerOptions(port, platform) { Prober = prober };
    }

    private static int Number(string flag, string value, int from, int to)
        => int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to ? number : throw new FormatException($"{flag} must be a number within {from} to {to}.");

    // A mistaken address would else become a folder of that name.
    private static string Folder(string flag, string value)
        => !value.Contains("://", StringComparison.Ordinal) ? value
            : Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address is { IsFile: true, IsUnc: false } ? address.LocalPath
            : throw new FormatException($"{flag} must be a folder, written as a path or as file:///path; mount other storage there.");

    private static PublicUrl Address(string flag, string value)
    {
        try
        {
            return PublicUrl.Parse(value);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"{flag}: {fault.Message}", fault);
        }
    }

    private static string Database(string flag, string value)
        => value.StartsWith("sqlite:", StringComparison.Ordinal) || value.StartsWith("postgres://", StringComparison.Ordinal) || value.StartsWith("postgresql://", StringComparison.Ordinal) ? value
            : throw new FormatException($"{flag} must be sqlite:FILE or postgres://user:password@host:port/database.");

    private static DateTimeOffset Instant(string flag, string value)
        => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant
            : throw new FormatException($"{flag} must be a time such as 2001-01-01T00:00:00Z.");
}
