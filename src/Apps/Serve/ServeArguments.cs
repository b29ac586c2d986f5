using System.Globalization;

namespace Cairn.Apps.Serve;

/// <summary>What the command line says.</summary>
internal sealed record ServeArguments(string Snapshot, string Log, int Port, string Audience)
{
    private const int DefaultPort = 8080;
    private const string DefaultAudience = "cairn";

    /// <summary>Null, and what is wrong, when the arguments cannot be used.</summary>
    public static ServeArguments? Parse(string[] args, out string? fault)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--snapshot" or "--log" or "--port" or "--audience") || i + 1 == args.Length)
            {
                fault = $"'{args[i]}' is not an option with a value.";
                return null;
            }

            values[args[i]] = args[i + 1];
        }

        fault = Check(values, out int port);
        return fault is null ? new(values["--snapshot"], values["--log"], port, values.GetValueOrDefault("--audience", DefaultAudience)) : null;
    }

    private static string? Check(Dictionary<string, string> values, out int port)
    {
        port = DefaultPort;
        if (!values.TryGetValue("--snapshot", out string? snapshot)) return "--snapshot is missing.";
        if (!File.Exists(snapshot)) return "The snapshot file does not exist.";
        if (!values.ContainsKey("--log")) return "--log is missing.";
        return !values.TryGetValue("--port", out string? text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536)
            ? null
            : "--port must be 1 to 65535.";
    }
}
