namespace Cairn.Architecture.Tests;

/// <summary>The reading of sources that the rules stand on.</summary>
public sealed class SourceFileTests
{
    [Fact]
    public void Types_are_told_apart_from_constraints_and_nested_ones()
    {
        var source = new SourceFile("x.cs", """
            using System;
            namespace A.B;
            /// <summary>class InComment</summary>
            [Attribute(typeof(int))]
            public sealed partial class First<T>(int a, string b = "class Quoted {") : Base(a) where T : class, new()
            {
                private sealed class Nested;
                public string Text => $"{a} struct Inner";
                public int[] Items { get; } = [1, 2];
            }
            internal readonly record struct Second(int A);
            public record Third { public int B { get; init; } }
            file static class Fourth { }
            internal enum Fifth { One }
            """);

        source.Types().Select(type => $"{type.Kind} {type.Name} {type.IsPublic} {type.IsOfFile}").ShouldBe(
            ["class First True False", "record Second False False", "record Third True False", "class Fourth False True", "enum Fifth False False"]);
    }

    [Fact]
    public void Comments_are_not_code()
    {
        var source = new SourceFile("x.cs", "// DateTime.Now\nclass A { /* Thread.Sleep(1) */ string S => \"DateTime.UtcNow\"; }");

        source.Has("DateTime", ".", "Now").ShouldBeFalse();
        source.Has("Thread", ".", "Sleep").ShouldBeFalse();
        source.Literals.ShouldBe(["DateTime.UtcNow"]);
    }
}
