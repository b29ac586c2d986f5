using System.CommandLine;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Writes the page <c>docs/reference/cli.md</c> from the verbs themselves.</summary>
internal sealed class ReferenceVerb : Verb
{
    public override string Path => "reference";

    public override string Summary => "Write the reference of all verbs as Markdown";

    public override IReadOnlyList<string> Examples => ["cairn reference > docs/reference/cli.md", "cairn reference | less"];

    public override bool IsHidden => true;

    public override void Declare(Command command, SharedOptions shared)
    {
    }

    public override Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var tree = new CommandTree(VerbList.All, VerbList.Nouns);
        var page = new HelpPage(tree);
        var output = call.Terminal.Out;
        output.Write("# The command line\n\nWritten by `cairn reference`; a test keeps it current.\n");
        output.Write("\nExit codes: 0 ok, 1 a check failed or the server refused, 2 wrong words or names, 3 the server is not reachable.\n");
        Write(tree.Root);
        return Task.FromResult(ExitCode.Ok);

        void Write(Command command)
        {
            output.Write($"\n## {HelpPage.PathOf(command)}\n\n```text\n{page.Write(command)}```\n");
            foreach (var sub in command.Subcommands.Where(sub => !sub.Hidden))
            {
                Write(sub);
            }
        }
    }
}
