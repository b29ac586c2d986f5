using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Frame;

/// <summary>One run of a verb: its parsed words, the terminal, and the server when it is first asked for.</summary>
internal sealed class Call(ParseResult words, SharedOptions shared, Terminal terminal) : IDisposable
{
    private CairnClient? _client;

    public ParseResult Words => words;

    public SharedOptions Shared => shared;

    public Terminal Terminal { get; } = terminal.WithColor(words.GetValue(shared.Color) ?? "auto");

    public bool Json => words.GetValue(shared.Json);

    public CairnClient Client => _client ??= Connect();

    public T? Value<T>(Option<T> option) => words.GetValue(option);

    public T Value<T>(Argument<T> argument) => words.GetRequiredValue(argument);

    /// <summary>The project named, or the server's only one.</summary>
    /// <exception cref="UsageException">None is named and the server has none or several.</exception>
    public async Task<string> ProjectAsync(CancellationToken cancel)
    {
        if ((words.GetValue(shared.Project) ?? Terminal.Environment("CAIRN_PROJECT")) is { Length: > 0 } named)
        {
            return named;
        }
        var names = new List<string>();
        await foreach (var project in Client.ListAsync("api/v1/projects", cancel: cancel))
        {
            names.Add(project["name"]?.ToString() ?? "");
        }
        return names switch
        {
            [var only] => only,
            [] => throw new UsageException("the server has no project yet", "cairn projects add <path to a git repository>"),
            _ => throw new UsageException($"which project? The server has {string.Join(", ", names)}", "add --project " + names[0]),
        };
    }

    /// <summary>Puts the project's name and the given values into a route's <c>{project}</c> and <c>{name}</c> places, escaped; <c>#128</c> is 128.</summary>
    public async Task<string> RouteAsync(string route, CancellationToken cancel, params (string Name, string Value)[] values)
    {
        if (route.Contains("{project}", StringComparison.Ordinal))
        {
            route = route.Replace("{project}", Uri.EscapeDataString(await ProjectAsync(cancel)), StringComparison.Ordinal);
        }
        foreach (var (name, value) in values)
        {
            route = route.Replace($"{{{name}}}", Uri.EscapeDataString(value.TrimStart('#')), StringComparison.Ordinal);
        }
        return "api/v1/" + route;
    }

    /// <summary>Prints an answer: as JSON when asked, else by <paramref name="print"/>.</summary>
    public void Show(JsonNode? answer, Action<JsonNode> print)
    {
        if (Json)
        {
            Terminal.Out.WriteLine(answer?.ToJsonString(JsonText.Indented) ?? "{}");
        }
        else if (answer is not null)
        {
            print(answer);
        }
    }

    /// <summary>What was said came from a simulated world, and that is said too.</summary>
    public void Dispose()
    {
        if (_client is { Simulated: true })
        {
            Terminal.Error.WriteLine(Terminal.ErrorPaint.Yellow("simulated world"));
        }
        _client?.Dispose();
    }

    private CairnClient Connect()
    {
        var server = words.GetValue(shared.Server) ?? Terminal.Environment("CAIRN_SERVER");
        var token = words.GetValue(shared.Token) ?? Terminal.Environment("CAIRN_TOKEN");
        try
        {
            var actor = words.GetValue(shared.Actor) ?? Terminal.Environment("CAIRN_ACTOR");
            var options = CairnClientOptions.Parse(server, token) with { Actor = actor, Program = "cairn-cli" };
            return Terminal.Handler is { } handler ? new CairnClient(options, handler) : new CairnClient(options);
        }
        catch (FormatException fault)
        {
            throw new UsageException(fault.Message, "give --server http://127.0.0.1:7337, or set CAIRN_SERVER");
        }
    }
}
