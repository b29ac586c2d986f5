using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Nouns;
using Cairn.Cli.Output;

namespace Cairn.Cli.Kinds;

/// <summary>One request to one route, its answer printed. GET shows a thing, POST performs an act, DELETE takes away.</summary>
internal sealed class RouteVerb(HttpMethod method, string path, string summary, string route, params string[] examples) : Verb
{
    private readonly List<Argument<string>> _arguments = [];
    private readonly List<Option<string?>> _options = [];

    public override string Path => path;

    public override string Summary => summary;

    public override IReadOnlyList<string> Examples => [.. examples.Select(words => $"cairn {path} {words}".TrimEnd())];

    /// <summary>Fields of the body, or of the query of a GET.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    /// <summary>Fields of the body that the verb itself says.</summary>
    public JsonObject Says { get; init; } = [];

    /// <summary>The route when the last word is left out; null: all of them are needed.</summary>
    public string? Shorter { get; init; }

    /// <summary>Said on stderr after the act; <c>{name}</c> is a field of the answer or an argument.</summary>
    public string? Done { get; init; }

    public override void Declare(Command command, SharedOptions shared)
    {
        foreach (var place in Places.Of(route))
        {
            var argument = new Argument<string>(place.Name) { Description = place.Description };
            _arguments.Add(argument);
            command.Add(argument);
        }
        if (IsSaidTogether || Shorter is not null)
        {
            _arguments[^1].Arity = ArgumentArity.ZeroOrOne;
        }
        if (Places.HasProject(route))
        {
            command.Add(shared.Project);
        }
        foreach (var field in Fields)
        {
            var option = new Option<string?>("--" + field.Word) { Description = field.Description, HelpName = field.Word, Required = field.Required };
            if (field.Fallback is { } fallback)
            {
                option.DefaultValueFactory = _ => fallback;
            }
            _options.Add(option);
            command.Add(option);
        }
    }

    // A version may be one word, delay/14, as other verbs take it, or two.
    private bool IsSaidTogether => route.EndsWith("{model}/versions/{version}", StringComparison.Ordinal);

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var isShort = _arguments.Count > 0 && call.Words.GetValue(_arguments[^1]) is null;
        var values = IsSaidTogether && isShort
            ? VersionName.Read(call.Value(_arguments[0]))
            : _arguments.SkipLast(isShort ? 1 : 0).Select(argument => (argument.Name, call.Value(argument))).ToArray();
        var address = await call.RouteAsync(isShort ? Shorter ?? route : route, cancel, values);
        var body = Body(call);
        var answer = method == HttpMethod.Get ? await call.Client.GetAsync(Client.CairnClient.WithQuery(address, Query(body)), cancel)
            : method == HttpMethod.Delete ? await call.Client.DeleteAsync(address, cancel)
            : await call.Client.PostAsync(address, body, cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        if (Done is not null)
        {
            call.Terminal.Note(Fill(Done, values, answer as JsonObject));
        }
        return ExitCode.Ok;
    }

    private JsonObject Body(Call call)
    {
        var body = Says.DeepClone().AsObject();
        foreach (var (field, option) in Fields.Zip(_options))
        {
            if (call.Value(option) is { } text)
            {
                body[field.Name] = ToJson(field, text);
            }
        }
        return body;
    }

    private static JsonNode ToJson(Field field, string text) => field.Kind switch
    {
        FieldKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw new UsageException($"--{field.Word} {text}: not a number"),
        FieldKind.Truth => bool.TryParse(text, out var truth) ? JsonValue.Create(truth) : throw new UsageException($"--{field.Word} {text}: give true or false"),
        FieldKind.List => new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => (JsonNode)item)]),
        _ => JsonValue.Create(text),
    };

    private static string Query(JsonObject body) =>
        string.Join('&', body.Select(field => $"{field.Key}={Uri.EscapeDataString(JsonText.Raw(field.Value))}"));

    private static string Fill(string text, IEnumerable<(string Name, string Value)> values, JsonObject? answer)
    {
        var words = (answer ?? []).Where(field => field.Value is JsonValue).Select(field => (Name: field.Key, Value: JsonText.Raw(field.Value)));
        return words.Concat(values).Aggregate(text, (line, word) => line.Replace($"{{{word.Name}}}", word.Value, StringComparison.Ordinal));
    }
}
