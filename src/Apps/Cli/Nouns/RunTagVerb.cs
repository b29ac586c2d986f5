using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Sets and takes away tags of a run, all at once.</summary>
internal sealed class RunTagVerb : Verb
{
    private readonly Argument<string> _run = new("run") { Description = "run as the list shows it" };
    private readonly Argument<string[]> _tags = new("tags") { Description = "name=value each; name= sets an empty one", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _gone = new("--delete") { Description = "name of a tag to take away; may be given again", HelpName = "name" };

    public override string Path => "runs tag";

    public override string Summary => "Set or take away tags of a run that a client made";

    public override IReadOnlyList<string> Examples => ["cairn runs tag brisk-gull stage=tried team=delays", "cairn runs tag brisk-gull --delete stage --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_run);
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
            throw new UsageException("no tag is given", "cairn runs tag brisk-gull stage=tried");
        }
        var address = await call.RouteAsync("projects/{project}/runs/{run}/tags", cancel, ("run", call.Value(_run)));
        call.Show(await call.Client.PostAsync(address, new JsonObject { ["tags"] = tags }, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    private static IEnumerable<(string Name, string Value)> Read(IEnumerable<string> words) => words.Select(word => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (word[..at], word[(at + 1)..]) : throw new UsageException($"'{word}' is no tag", "write name=value"));
}
