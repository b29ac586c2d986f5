using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Kinds;

/// <summary>Sets and takes away tags of one thing, all at once.</summary>
/// <param name="subject">Name of the argument that names the thing, and how it is written.</param>
/// <param name="place">The route of the thing, without <c>/tags</c>, and what stands in its places.</param>
internal sealed class TagVerb(string path, string summary, (string Name, string Description) subject, Func<string, (string Route, (string Name, string Value)[] Values)> place, params string[] examples) : Verb
{
    private readonly Argument<string> _subject = new(subject.Name) { Description = subject.Description };
    private readonly Argument<string[]> _tags = new("tags") { Description = "name=value each; name= sets an empty one", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _gone = new("--delete") { Description = "name of a tag to take away; may be given again", HelpName = "name" };

    public override string Path => path;

    public override string Summary => summary;

    public override IReadOnlyList<string> Examples => [.. examples.Select(words => $"cairn {path} {words}")];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_subject);
        command.Add(_tags);
        command.Add(_gone);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var tags = new JsonObject();
        foreach (var (name, value) in Read(call.Words.GetValue(_tags) ?? []))
        {
            tags[name] = value;
        }
        foreach (var name in call.Value(_gone) ?? [])
        {
            tags[name] = null;
        }
        if (tags.Count == 0)
        {
            throw new UsageException("no tag is given", $"cairn {path} {examples[0]}");
        }
        var (route, values) = place(call.Value(_subject));
        var address = await call.RouteAsync(route + "/tags", cancel, values);
        call.Show(await call.Client.PostAsync(address, new JsonObject { ["tags"] = tags }, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    private static IEnumerable<(string Name, string Value)> Read(IEnumerable<string> words) => words.Select(word => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (word[..at], word[(at + 1)..]) : throw new UsageException($"'{word}' is no tag", "write name=value"));
}
