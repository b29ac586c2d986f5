using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Shows the test of two versions on an endpoint; with both versions given, begins one.</summary>
internal sealed class AbVerb : Verb
{
    private const string Route = "projects/{project}/endpoints/{endpoint}/ab";
    private readonly Argument<string> _endpoint = new("endpoint") { Description = "name of the endpoint, e.g. delay" };
    private readonly Option<int?> _a = new("--a") { Description = "number of the version that answers now", HelpName = "version" };
    private readonly Option<int?> _b = new("--b") { Description = "number of the version to be tested against it", HelpName = "version" };

    private readonly Option<string?>[] _texts =
    [
        Text("share", "B's part of the keys, 10% to 90%; 50% unless said"), Text("until", "when it ends at the latest, e.g. 2026-05-01; by hand or size unless said"),
        Text("metric", "squared_error, accuracy or outcome; squared_error unless said"), Text("better", "less or more; less for squared_error, else more"), Text("reason", "why, for the record"),
    ];

    private readonly Option<string?>[] _numbers =
    [
        Text("most", "larger values of the metric are cut to it; 1 unless said"), Text("keys", "keys with an outcome after which it ends; 10000 unless said"),
    ];

    public override string Path => "endpoints ab";

    public override string Summary => "Test two versions on live traffic, or show how the test stands";

    public override IReadOnlyList<string> Examples => ["cairn endpoints ab delay --a 3 --b 4 --share 50% --until 2026-05-01", "cairn endpoints ab delay"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_endpoint);
        command.Add(shared.Project);
        command.Add(_a);
        command.Add(_b);
        foreach (var option in _texts.Concat(_numbers)) command.Add(option);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var address = await call.RouteAsync(Route, cancel, ("endpoint", call.Value(_endpoint)));
        var body = new JsonObject();
        Add(body, "a", call.Value(_a));
        Add(body, "b", call.Value(_b));
        foreach (var option in _texts)
        {
            Add(body, option.Name[2..], call.Value(option));
        }
        foreach (var option in _numbers)
        {
            Add(body, option.Name[2..], Number(option.Name, call.Value(option)));
        }
        if (body.Count > 0 && (body["a"] is null || body["b"] is null))
        {
            throw new UsageException("a test needs both versions", "cairn endpoints ab delay --a 3 --b 4 --share 50%");
        }
        var answer = body.Count == 0 ? await call.Client.GetAsync(address, cancel) : await call.Client.PostAsync(address, body, cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    private static void Add(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }

    private static double? Number(string name, string? text) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new UsageException($"{name} {text}: not a number");

    private static Option<string?> Text(string name, string description) => new("--" + name) { Description = description, HelpName = name };
}
