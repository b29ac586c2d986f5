using System.Globalization;
using Cairn.Serving.Snapshots;

namespace Cairn.Apps.Serve;

/// <summary>What the command line says. Either a file or a control plane gives the snapshots.</summary>
internal sealed record ServeArguments(string? File, ControlPlane? ControlPlane, string Log, ServeDoor Door, string Audience, bool Open)
{
    public const string Usage = "serve --snapshot FILE|URL --log DIR [--ship-to URL|off] [--ship-limit MB] [--port N] [--listen ADDRESS] [--certificate FILE --key FILE | --tls off] [--access tokens|open] [--audience NAME] [--allow-http HOST]";
    private const string DefaultAudience = "cairn";
    private const int DefaultMegabytes = 4096;
    private static readonly string[] Options = ["--snapshot", "--log", "--ship-to", "--ship-limit", "--port", "--listen", "--certificate", "--key", "--tls", "--access", "--audience", "--allow-http"];

    /// <summary>Where its log is shipped to: whom it follows, unless said.</summary>
    public ControlPlane? ShipTo { get; init; }

    /// <summary>Bytes that its log may hold.</summary>
    public long ShipBytes { get; init; }

    /// <summary>Null, and what is wrong, when the arguments cannot be used.</summary>
    /// <param name="token">For the control plane; never of the command line, where everybody on the machine reads it.</param>
    public static ServeArguments? Parse(string[] args, string? token, out string? fault)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!Options.Contains(args[i]) || i + 1 == args.Length)
            {
                fault = args[i] == "--token" ? "the token is given by CAIRN_TOKEN alone." : $"'{args[i]}' is not an option with a value.";
                return null;
            }

            values[args[i]] = args[i + 1];
        }

        (ServeDoor? Door, ControlPlane? From, ControlPlane? To) read = default;
        fault = Check(values) ?? ServeDoor.Parse(values, out read.Door) ?? Find(values, token, out read.From) ?? Ship(values, token, read.From, out read.To);
        if (fault is not null) return null;
        return new(read.From is null ? values["--snapshot"] : null, read.From, values["--log"], read.Door!, values.GetValueOrDefault("--audience", DefaultAudience), values.GetValueOrDefault("--access") == "open")
        {
            ShipTo = read.To,
            ShipBytes = long.Parse(values.GetValueOrDefault("--ship-limit", $"{DefaultMegabytes}"), CultureInfo.InvariantCulture) << 20,
        };
    }

    private static string? Check(Dictionary<string, string> values)
    {
        if (!values.ContainsKey("--snapshot")) return "--snapshot is missing.";
        if (!values.ContainsKey("--log")) return "--log is missing.";
        if (values.TryGetValue("--ship-limit", out string? limit) && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out int megabytes) && megabytes > 0)) return "--ship-limit must be a whole number of megabytes, 1 or more.";
        return values.GetValueOrDefault("--access") is null or "tokens" or "open" ? null : "--access must be tokens (who comes from elsewhere needs one) or open (nobody does).";
    }

    private static string? Find(Dictionary<string, string> values, string? token, out ControlPlane? from)
    {
        from = null;
        string snapshot = values["--snapshot"];
        if (!snapshot.Contains("://", StringComparison.Ordinal)) return System.IO.File.Exists(snapshot) ? null : "The snapshot file does not exist.";
        return Parse(snapshot, token, values, out from);
    }

    private static string? Ship(Dictionary<string, string> values, string? token, ControlPlane? from, out ControlPlane? to)
    {
        to = from;
        if (!values.TryGetValue("--ship-to", out string? address)) return null;
        to = null;
        return address == "off" ? null : Parse(address, token, values, out to);
    }

    private static string? Parse(string address, string? token, Dictionary<string, string> values, out ControlPlane? plane)
    {
        plane = null;
        try
        {
            plane = ControlPlane.Parse(address, token, values.GetValueOrDefault("--allow-http"));
            return null;
        }
        catch (FormatException e) { return e.Message; }
    }
}
