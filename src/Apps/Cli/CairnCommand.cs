using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli;

/// <summary>The whole program, with its terminal given: reads the words, runs one verb, turns faults into exit codes.</summary>
internal static class CairnCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancel = default)
    {
        var tree = new CommandTree(VerbList.All, VerbList.Nouns);
        var words = tree.Root.Parse(args);
        var command = words.CommandResult.Command;
        if (args.Count == 0 || words.GetResult(tree.Help) is { Implicit: false })
        {
            terminal.Out.Write(new HelpPage(tree).Write(command));
            return ExitCode.Ok;
        }
        if (words.GetResult(tree.Version) is { Implicit: false })
        {
            terminal.Out.WriteLine(typeof(CairnCommand).Assembly.GetName().Version?.ToString(3));
            return ExitCode.Ok;
        }
        var faults = new Faults(terminal, args.Contains("--json"));
        if (words.Errors.Count > 0 || tree.Find(command) is not { } verb)
        {
            return faults.Words(tree, words);
        }
        using var call = new Call(words, tree.Shared, terminal);
        return await RunAsync(verb, call, faults, cancel);
    }

    private static async Task<int> RunAsync(Verb verb, Call call, Faults faults, CancellationToken cancel)
    {
        using var interrupt = call.Terminal.OnInterrupt(cancel);
        try
        {
            return await verb.RunAsync(call, interrupt.Token);
        }
        catch (UsageException fault)
        {
            return faults.Usage(fault);
        }
        catch (CairnApiException fault)
        {
            return faults.Refused(fault);
        }
        catch (CairnUnreachableException fault)
        {
            return faults.Unreachable(fault);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return faults.Interrupted();
        }
    }
}
