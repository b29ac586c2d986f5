using System.CommandLine;

namespace Cairn.Cli.Frame;

/// <summary>The options that mean the same wherever they stand. One set for each command tree.</summary>
internal sealed class SharedOptions
{
    public Option<string?> Server { get; } = new("--server")
    {
        Description = "address of the server; else CAIRN_SERVER, else http://127.0.0.1:7337",
        HelpName = "url",
        Recursive = true,
    };

    public Option<string?> Token { get; } = new("--token")
    {
        Description = "token of a person or a workload; else CAIRN_TOKEN",
        HelpName = "token",
        Recursive = true,
    };

    public Option<string?> Actor { get; } = new("--as")
    {
        Description = "act as a simulated person, sim:name; only a simulated world accepts it",
        HelpName = "person",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "the answer as JSON, names as in /api/v1, never cut",
        Recursive = true,
    };

    public Option<string> Color { get; } = new("--color")
    {
        Description = "auto, always or never; NO_COLOR is obeyed",
        HelpName = "when",
        Recursive = true,
        DefaultValueFactory = _ => "auto",
    };

    public Option<string?> Project { get; } = new("--project", "-p")
    {
        Description = "name of the project; else CAIRN_PROJECT, else the server's only one",
        HelpName = "name",
    };

    public Option<int> Limit { get; } = new("--limit")
    {
        Description = "most rows shown; 0 shows all",
        HelpName = "n",
        DefaultValueFactory = _ => 50,
    };

    public Option<string?> Sort { get; } = new("--sort") { Description = "column or field to sort by; -column is descending", HelpName = "column" };

    public Option<string?> Columns { get; } = new("--cols") { Description = "columns or fields to show, parted by commas", HelpName = "a,b" };

    public Option<bool> NoHeader { get; } = new("--no-header") { Description = "rows only" };

    public Option<bool> Wide { get; } = new("--wide") { Description = "do not cut at the terminal's width" };

    public SharedOptions()
    {
        Color.AcceptOnlyFromAmong("auto", "always", "never");
        Limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value < 0)
            {
                result.AddError($"--limit {value}: give 0 (all) or a positive number");
            }
        });
    }

    /// <summary>Those that every verb has.</summary>
    public IReadOnlyList<Option> Everywhere => [Server, Token, Actor, Json, Color];

    /// <summary>Those of a table.</summary>
    public void AddTable(Command command)
    {
        foreach (var option in new Option[] { Sort, Columns, Limit, NoHeader, Wide })
        {
            command.Add(option);
        }
    }
}
