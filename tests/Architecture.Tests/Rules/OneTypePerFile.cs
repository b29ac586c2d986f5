namespace Cairn.Architecture.Tests.Rules;

/// <summary>One class, struct or interface a file; records and enums that belong to it may stand beside it.</summary>
internal sealed class OneTypePerFile : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(("src/Platform/Http/Two.cs", "namespace A; public sealed class One { class Inner; } internal interface ITwo { }")),
        Sample.Of(("src/Platform/Http/Two.cs", "namespace A; [X(1)] class One<T>(int a) : B(a) where T : class { } static class Two { }")),
    ];

    public IEnumerable<string> Faults(Tree tree) =>
        from source in tree.Sources
        let types = source.Types().Where(type => type.Kind is "class" or "struct" or "interface" && !type.IsOfFile).ToList()
        // A file may hold a type and its generic sister of the same name.
        where types.Select(type => type.Name).Distinct().Count() > 1
        select $"{source.Path} holds {string.Join(", ", types.Select(type => type.Name))}: one a file";
}
