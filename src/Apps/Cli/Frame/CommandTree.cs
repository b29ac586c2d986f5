using System.CommandLine;
using System.CommandLine.Help;

namespace Cairn.Cli.Frame;

/// <summary>The verbs as System.CommandLine sees them; a noun is a command made when its first verb is added.</summary>
internal sealed class CommandTree
{
    private readonly Dictionary<Command, Verb> _verbs = [];

    public CommandTree(IReadOnlyList<Verb> verbs, IReadOnlyDictionary<string, string> nouns)
    {
        Root = new RootCommand("Takes a machine-learning project from a notebook to a model that is served, watched and retrained by itself.");
        foreach (var option in Shared.Everywhere)
        {
            Root.Add(option);
        }
        Help = Root.Options.OfType<HelpOption>().Single();
        Version = Root.Options.OfType<VersionOption>().Single();
        foreach (var verb in verbs)
        {
            Add(verb, nouns);
        }
    }

    public RootCommand Root { get; }

    public SharedOptions Shared { get; } = new();

    public HelpOption Help { get; }

    public VersionOption Version { get; }

    public Verb? Find(Command command) => _verbs.GetValueOrDefault(command);

    /// <summary>The verbs below a command, in the order of the list.</summary>
    public IEnumerable<Verb> Below(Command command) =>
        _verbs.TryGetValue(command, out var verb) ? [verb] : command.Subcommands.SelectMany(Below);

    private void Add(Verb verb, IReadOnlyDictionary<string, string> nouns)
    {
        var words = verb.Path.Split(' ');
        Command parent = Root;
        for (var depth = 1; depth < words.Length; depth++)
        {
            parent = Noun(parent, string.Join(' ', words[..depth]), nouns);
        }
        var command = new Command(words[^1], verb.Summary) { Hidden = verb.IsHidden };
        verb.Declare(command, Shared);
        parent.Add(command);
        _verbs.Add(command, verb);
    }

    private static Command Noun(Command parent, string path, IReadOnlyDictionary<string, string> nouns)
    {
        var name = path.Split(' ')[^1];
        if (parent.Subcommands.FirstOrDefault(command => command.Name == name) is { } known)
        {
            return known;
        }
        var made = new Command(name, nouns[path]);
        parent.Add(made);
        return made;
    }
}
