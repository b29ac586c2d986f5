using System.CommandLine;

namespace Cairn.Cli.Frame;

/// <summary>The text of <c>--help</c>: two examples first, then what it does, its usage, its words.</summary>
internal sealed class HelpPage(CommandTree tree)
{
    private static readonly string[] RootExamples = ["cairn up --port 7337", "cairn runs list --sort -auc --limit 3"];

    public string Write(Command command)
    {
        var text = new StringWriter { NewLine = "\n" };
        var examples = command == tree.Root ? RootExamples : tree.Below(command).SelectMany(verb => verb.Examples).Take(2);
        text.WriteLine("Examples:");
        foreach (var example in examples)
        {
            text.WriteLine("  " + example);
        }
        text.WriteLine();
        text.WriteLine(command.Description);
        text.WriteLine();
        text.WriteLine("Usage: " + Usage(command));
        WriteRows(text, "Arguments", command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description)));
        WriteRows(text, "Commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description)));
        WriteRows(text, "Options", command.Options.Where(option => !tree.Root.Options.Contains(option)).Select(Row));
        WriteRows(text, "Options everywhere", tree.Shared.Everywhere.Append(tree.Help).Select(Row));
        return text.ToString();
    }

    public static string PathOf(Command command) =>
        command is RootCommand ? "cairn" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Usage(Command command)
    {
        var words = command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : $"<{argument.Name}>");
        var tail = command.Subcommands.Count > 0 ? ["<command>"] : words;
        return string.Join(' ', [PathOf(command), .. tail, "[options]"]);
    }

    private static (string, string?) Row(Option option)
    {
        var value = option.ValueType == typeof(bool) || option.HelpName is null ? "" : $" <{option.HelpName}>";
        var alias = option.Aliases.FirstOrDefault(name => name.Length == 2 && name != "-?");
        var fallback = option.HasDefaultValue && option.ValueType != typeof(bool) && option.GetDefaultValue() is { } given ? $" [{given}]" : "";
        return ((alias is null ? "" : alias + ", ") + option.Name + value, option.Description + fallback + (option.Required ? " (required)" : ""));
    }

    private static void WriteRows(StringWriter text, string title, IEnumerable<(string Name, string? Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }
        text.WriteLine();
        text.WriteLine(title + ":");
        var width = all.Max(row => row.Name.Length);
        foreach (var (name, what) in all)
        {
            text.WriteLine($"  {name.PadRight(width)}  {what}".TrimEnd());
        }
    }
}
