using System.Globalization;
using Cairn.Serving.Snapshots;

namespace Cairn.Apps.Serve;

/// <summary>What the command line says. Either a file or a control plane gives the snapshots.</summary>
internal sealed record ServeArguments(string? File, ControlPlane? ControlPlane, string Log, int Port, string Audience)
{
    public const string Usage = "serve --snapshot FILE|URL --log DIR [--port N] [--audience NAME] [--allow-http HOST]";
    private const int DefaultPort = 8080;
    private const string DefaultAudience = "cairn";

    /// <summary>Null, and what is wrong, when the arguments cannot be used.</summary>
    /// <param name="token">For the control plane; never of the command line, where everybody on the machine reads it.</param>
    public static ServeArguments? Parse(string[] args, string? token, out string? fault)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--snapshot" or "--log" or "--port" or "--audience" or "--allow-http") || i + 1 == args.Length)
            {
                fault = args[i] == "--token" ? "the token is given by CAIRN_TOKEN alone." : $"'{args[i]}' is not an option with a value.";
                return null;
            }

            values[args[i]] = args[i + 1];
        }

        (int Port, ControlPlane? From) read = default;
        fault = Check(values, out read.Port) ?? Find(values, token, out read.From);
        if (fault is not null) return null;
        return new(read.From is null ? values["--snapshot"] : null, read.From, values["--log"], read.Port, values.GetValueOrDefault("--audience", DefaultAudience));
    }

    private static string? Check(Dictionary<string, string> values, out int port)
    {
        port = DefaultPort;
        if (!values.ContainsKey("--snapshot")) return "--snapshot is missing.";
        if (!values.ContainsKey("--log")) return "--log is missing.";
        return !values.TryGetValue("--port", out string? text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536)
            ? null
            : "--port must be 1 to 65535.";
    }

    private static string? Find(Dictionary<string, string> values, string? token, out ControlPlane? from)
    {
        from = null;
        string snapshot = values["--snapshot"];
        if (!snapshot.Contains("://", StringComparison.Ordinal)) return System.IO.File.Exists(snapshot) ? null : "The snapshot file does not exist.";
        try
        {
            from = ControlPlane.Parse(snapshot, token, values.GetValueOrDefault("--allow-http"));
            return null;
        }
        catch (FormatException e) { return e.Message; }
    }
}
