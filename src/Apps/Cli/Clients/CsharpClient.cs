using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Access;

namespace Cairn.Cli.Clients;

/// <summary>
/// Writes a typed client of one endpoint: a record for a row, a record for a prediction, and a class that asks, tries again and tells
/// outcomes. It needs nothing but .NET 8 or later and C# 10.
/// </summary>
internal static class CsharpClient
{
    private const string KeyNote = "the key by which outcomes may be told and rows forgotten; every row of a request has one, or none has";

    private const string ByKey = """

            /// <summary>The same, by the key that was sent with the row.</summary>
            public Task ReportByKeyAsync(string key, object outcome, DateTimeOffset? at = null, CancellationToken cancellation = default, string? outcomeId = null)
                => TellAsync("key", key, outcome, at, outcomeId, cancellation);

        """;

    /// <param name="application">What the client calls itself; null: the program that uses it.</param>
    public static string Write(ClientContract contract, string space, string? application = null)
    {
        string name = CsharpNames.Pascal(contract.Endpoint);
        // Unless it is one of the model's inputs, the key goes beside them, a text of each row.
        ClientPort? apart = contract.Key is { } key && contract.Inputs.All(p => p.Name != key) ? new ClientPort(key, "BYTES", [-1], 1, Nullable: true, KeyNote) : null;
        IReadOnlyList<ClientPort> sent = apart is null ? contract.Inputs : [.. contract.Inputs, apart];
        IReadOnlyList<string> inputs = CsharpNames.Of(sent.Select(p => p.Name)), outputs = CsharpNames.Of(contract.Outputs.Select(p => p.Name));
        return Template()
            .Replace("$Space$", space, StringComparison.Ordinal)
            .Replace("$EndpointText$", Text(contract.Endpoint), StringComparison.Ordinal)
            .Replace("$Application$", application is null ? "ProgramName()" : Text(application), StringComparison.Ordinal)
            .Replace("$AppHeader$", ApplicationName.Header, StringComparison.Ordinal)
            .Replace("$Endpoint$", contract.Endpoint, StringComparison.Ordinal)
            .Replace("$InputNotes$", Notes(sent, inputs), StringComparison.Ordinal)
            .Replace("$Inputs$", Parameters(sent, inputs), StringComparison.Ordinal)
            .Replace("$OutputNotes$", Notes(contract.Outputs, outputs), StringComparison.Ordinal)
            .Replace("$Outputs$", Parameters(contract.Outputs, outputs), StringComparison.Ordinal)
            .Replace("$Tensors$", Lines(contract.Inputs.Zip(inputs, Tensor), ",\n"), StringComparison.Ordinal)
            .Replace("$Key$", apart is null ? "" : KeyLine(apart, inputs[^1]), StringComparison.Ordinal)
            .Replace("$ByKey$", contract.Key is null ? "" : ByKey, StringComparison.Ordinal)
            .Replace("$Arrays$", Lines(contract.Outputs.Select(Values), "\n", indent: 8), StringComparison.Ordinal)
            .Replace("$Reads$", Lines(contract.Outputs.Select(Read), ",\n"), StringComparison.Ordinal)
            .Replace("$Client$", name, StringComparison.Ordinal);
    }

    private static string Template()
    {
        using Stream stream = typeof(CsharpClient).Assembly.GetManifestResourceStream("Cairn.Cli.Clients.Client.cs.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Parameters(IEnumerable<ClientPort> ports, IEnumerable<string> names) => string.Join(", ", ports.Zip(names, (p, n) => $"{CsharpTypes.Of(p)} {n}"));

    private static string Notes(IEnumerable<ClientPort> ports, IEnumerable<string> names)
        => Lines(ports.Zip(names, (p, n) => $"/// <param name=\"{n}\">{Escaped(p.Name)}: {Escaped(p.Note)}</param>"), "\n", indent: 0);

    /// <summary>One tensor of the request: its rows one behind the other.</summary>
    private static string Tensor(ClientPort port, string name)
    {
        string shape = string.Join(", ", new[] { "rows.Count" }.Concat(port.Shape.Skip(1).Select(d => d.ToString(CultureInfo.InvariantCulture))));
        string values = port.Width == 1 ? $"rows.Select(r => (object?)r.{name})" : $"rows.SelectMany(r => Exactly(r.{name}, {port.Width}, {Text(port.Name)})).Select(v => (object?)v)";
        return $"Tensor({Text(port.Name)}, {Text(port.Datatype)}, new[] {{ {shape} }}, {values})";
    }

    private static string KeyLine(ClientPort key, string name) => $"        if (rows.Any(r => r.{name} is not null)) inputs.Add({Tensor(key, name)});\n";

    private static string Values(ClientPort port, int at)
        => $"{CsharpTypes.Element(port)}[] output{at} = Values<{CsharpTypes.Element(port)}>(outputs, {Text(port.Name)}, rows.Count{(port.Width == 1 ? "" : $" * {port.Width}")});";

    private static string Read(ClientPort port, int at) => port.Width == 1 ? $"output{at}[row]" : $"output{at}[(row * {port.Width})..((row + 1) * {port.Width})]";

    private static string Lines(IEnumerable<string> lines, string between, int indent = 16) => string.Join(between, lines.Select(l => new string(' ', indent) + l));

    private static string Text(string value) => JsonSerializer.Serialize(value);

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text).ReplaceLineEndings(" ");
}
