namespace Cairn.Architecture.Tests.Rules;

/// <summary>
/// One class, struct or interface a file; records, enums and exceptions that belong to it may stand beside it. A file that fits
/// on a screen may hold what is tiny and belongs together, and native declarations follow the chapters of their header.
/// </summary>
internal sealed class OneTypePerFile : IRule
{
    private const int Screen = 60;

    private static readonly string Long = new('\n', Screen);

    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(("src/Platform/Http/Two.cs", "namespace A; public sealed class One { class Inner; } internal interface ITwo { }" + Long)),
        Sample.Of(("src/Platform/Http/Two.cs", "namespace A; [X(1)] class One<T>(int a) : B(a) where T : class { } static class Two { }" + Long)),
    ];

    public IEnumerable<string> Faults(Tree tree) =>
        from source in tree.Sources
        where source.Lines >= Screen && !source.Path.Contains("/Native/", StringComparison.Ordinal)
        let types = source.Types().Where(type => type.Kind is "class" or "struct" or "interface" && !type.IsOfFile && !type.Name.EndsWith("Exception", StringComparison.Ordinal)).ToList()
        // A file may hold a type and its generic sister of the same name.
        where types.Select(type => type.Name).Distinct().Count() > 1
        select $"{source.Path} holds {string.Join(", ", types.Select(type => type.Name))}: one a file";
}
