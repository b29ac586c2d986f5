using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Frame;

/// <summary>Prints what went wrong on stderr: what, where, and one command to mend it; problem details as JSON when JSON was asked for.</summary>
internal sealed class Faults(Terminal terminal, bool json)
{
    public int Words(CommandTree tree, ParseResult words)
    {
        var command = words.CommandResult.Command;
        var known = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)
            .Concat(command.Options.Concat(tree.Root.Options).Select(option => option.Name));
        var nearest = words.UnmatchedTokens is [var unmatched, ..] ? Nearest.Of(unmatched, known) : null;
        var path = HelpPage.PathOf(command);
        var message = words.UnmatchedTokens is [var word, ..] ? $"unknown word '{word}' after '{path}'"
            : tree.Find(command) is null ? $"'{path}' needs one more word: {string.Join(", ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))}"
            : string.Join(" ", words.Errors.Select(error => error.Message).Distinct());
        return Print(ExitCode.Usage, message, [], nearest is null ? $"{path} --help" : $"did you mean {nearest}?   ({path} --help)");
    }

    public int Usage(UsageException fault) => Print(ExitCode.Usage, fault.Message, [], fault.Mend);

    public int Refused(CairnApiException fault)
    {
        var problem = fault.Problem;
        var code = problem.Status is 400 or 404 or 405 or 410 or 413 or 415 or 422 ? ExitCode.Usage
            : problem.Status is 502 or 503 or 504 ? ExitCode.Unreachable : ExitCode.Failed;
        if (json)
        {
            terminal.Error.WriteLine(problem.Json.ToJsonString());
            return code;
        }
        var mend = problem.Mend ?? (problem.Status is 401 ? "cairn token create, then set CAIRN_TOKEN or give --token" : null);
        return Print(code, fault.Message, problem.Fields, mend);
    }

    public int Unreachable(CairnUnreachableException fault) =>
        Print(ExitCode.Unreachable, fault.Message, [], "start one with 'cairn up', or give --server or CAIRN_SERVER");

    public int Interrupted() => Print(ExitCode.Interrupted, "stopped; what the server has begun goes on there", [], null);

    private int Print(int code, string message, IReadOnlyList<CairnFieldFault> fields, string? mend)
    {
        if (json)
        {
            var problem = new JsonObject { ["title"] = message, ["exit_code"] = code };
            if (mend is not null)
            {
                problem["mend"] = mend;
            }
            terminal.Error.WriteLine(problem.ToJsonString());
            return code;
        }
        terminal.Error.WriteLine($"{terminal.ErrorPaint.Red("error")}: {message}");
        foreach (var field in fields)
        {
            terminal.Error.WriteLine($"  {(field.Problem.Length == 0 ? "field: " + field.Field : $"{field.Field}: {field.Problem}")}{(field.Mend is { } hint ? $"   ({hint})" : "")}");
        }
        if (mend is not null)
        {
            terminal.Error.WriteLine($"  {mend}");
        }
        return code;
    }
}
