using Cairn.Contracts.Projects;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Sdk.Tests.Projects;

public class FuzzTests
{
    private const string Alphabet = "{}[]:,-#&*!|>'\"%@`?\n\t \\~<=.$0aZé\0\uFEFF\uD800";

    [Fact]
    public void Any_mutation_of_the_example_is_read_or_refused_inside_the_file()
    {
        var example = Samples.Example;
        var edits = from at in Gen.Choose(0, example.Length - 1)
                    from length in Gen.Choose(0, 40)
                    from insert in Gen.ArrayOf(Gen.Elements(Alphabet.ToCharArray()))
                    select (At: at, Length: length, Insert: new string(insert));
        var texts = from count in Gen.Choose(1, 6) from list in Gen.ArrayOf(edits, count) select list.Aggregate(example, Apply);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20_010, 7), Prop.ForAll(texts.ToArbitrary(), IsContained));
    }

    [Fact]
    public void Any_text_is_read_or_refused_inside_the_file()
    {
        var texts = from characters in Gen.ArrayOf(Gen.Elements((Alphabet + "projectdatasteps").ToCharArray())) select new string(characters);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20_011, 7), Prop.ForAll(texts.ToArbitrary(), IsContained));
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_or_refused_inside_the_file()
    {
        var example = Samples.Example;
        for (var length = 0; length < example.Length; length += 7)
        {
            IsContained(example[..length]).ShouldBeTrue($"cut at {length}");
        }
    }

    [Fact]
    public void A_condition_is_parsed_or_refused_at_a_place_inside_it()
    {
        var texts = from parts in Gen.ArrayOf(Gen.Elements("metrics.auc", "champion.auc", ">=", "<", "=", " ", "-", "(", ")", "0.7", "1%", "..", "passed", "*", "é")) select string.Concat(parts);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20_012, 7), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var parsed = Condition.Parse(text);
            return parsed.Ok ? parsed.Value!.Text == text : parsed.Offset >= 0 && parsed.Offset <= text.Length;
        }));
    }

    private static string Apply(string text, (int At, int Length, string Insert) edit)
    {
        var at = Math.Min(edit.At, text.Length);
        return text[..at] + edit.Insert + text[Math.Min(text.Length, at + edit.Length)..];
    }

    private static bool IsContained(string text)
    {
        var result = ProjectFile.Parse(text, "cairn.yaml");
        var lines = text.Split('\n');
        return result.File is null == result.Faults.Count > 0
            && result.Faults.All(f => f.Line >= 1 && f.Line <= lines.Length && f.Column >= 1 && f.Column <= lines[f.Line - 1].Length + 1);
    }
}
