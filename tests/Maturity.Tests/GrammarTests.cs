using Cairn.Maturity.Model;
using Cairn.Maturity.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Maturity.Tests;

public sealed class GrammarTests
{
    [Fact]
    public void Every_rule_of_the_model_is_read_and_names_only_what_exists()
    {
        MaturityModel.Current.Capabilities.Count.ShouldBe(64);
        MaturityModel.Current.Capabilities.SelectMany(c => RuleEvaluator.Clauses(c.Rule)).Count().ShouldBeGreaterThan(64);
    }

    [Fact]
    public void Clauses_keep_the_words_they_were_written_in()
    {
        var rule = (AllOf)RuleParser.Parse("each env in (train, test): last 1 probe[of = environment] : ok = true fresh 14d and no run in 60d");
        ((Clause)rule.Parts[0]).Text.ShouldBe("each env in (train, test): last 1 probe[of = environment] : ok = true fresh 14d");
        ((Clause)rule.Parts[1]).Text.ShouldBe("no run in 60d");
        ((Clause)rule.Parts[0]).Tests[0].Text.ShouldBe("ok = true");
    }

    [Fact]
    public void And_binds_tighter_than_or()
    {
        var rule = (AnyOf)RuleParser.Parse("last 1 run or last 2 run and (last 3 run or last 4 run)");
        rule.Parts.Count.ShouldBe(2);
        ((AllOf)rule.Parts[1]).Parts[1].ShouldBeOfType<AnyOf>();
    }

    [Fact]
    public void Links_shapes_and_parameters_are_read()
    {
        var clause = (Clause)RuleParser.Parse("80.5 % of run[data -> version[id <- probe.version[age <= 3]]] in max(14d, 5b) min $n : people covers a or b and c by 2, x.y != @z spanning 2h distinct made >= 2 grade >= 2");
        clause.Amount.ShouldBe(new Amount(AmountKind.Share, new Number(80.5)));
        clause.Min.ShouldBe(new Number(0, "n"));
        clause.Filter[0].ShouldBeOfType<PointsTo>().Tests[0].ShouldBeOfType<NamedBy>().KindPath.ShouldBe("version");
        clause.Tests[0].ShouldBeOfType<Covers>().Groups.Count.ShouldBe(2);
        clause.Tests[1].ShouldBeOfType<Compare>().Operand.Field.ShouldBe("z");
        clause.Shape.Spanning!.Time.ShouldBe(TimeSpan.FromHours(2));
        clause.In!.Resolve(TimeSpan.FromDays(7), new Dictionary<string, double>()).ShouldBe(TimeSpan.FromDays(35));
    }

    [Theory]
    [InlineData("", 1, "expected last")]
    [InlineData("last 3 rum", 8, "'rum' is not a kind of fact")]
    [InlineData("last run", 6, "expected a number")]
    [InlineData("last 1 run fresh 3w", 19, "a span is a whole number")]
    [InlineData("last 1 run fresh 14", 18, "expected a span")]
    [InlineData("last 1 run[status = ]", 21, "expected a value")]
    [InlineData("last 1 run[status succeeded]", 19, "expected a test of 'status'")]
    [InlineData("last 1 run[status = succeeded", 30, "expected ']'")]
    [InlineData("last 1 run last 1 run", 12, "expected the end of the rule")]
    [InlineData("last 1 run fresh 1d fresh 2d", 21, "stands twice")]
    [InlineData("80 of run", 4, "expected '%'")]
    [InlineData("at 3 run", 4, "expected 'most'")]
    [InlineData("(last 1 run", 12, "expected ')'")]
    [InlineData("last 1 run : id <- run", 23, "expected '.'")]
    [InlineData("last 1 run : people covers a by 0", 33, "so many people")]
    [InlineData("last 1 run : x = \"open", 18, "closing quote")]
    [InlineData("last 1 run ; no run", 12, "has no meaning")]
    [InlineData("last 1 run fresh 1234567d", 18, "six digits")]
    public void A_wrong_rule_is_refused_where_it_goes_wrong(string rule, int column, string problem)
    {
        var fault = Should.Throw<RuleSyntaxException>(() => RuleParser.Parse(rule));
        fault.Problem.ShouldContain(problem);
        fault.Column.ShouldBe(column);
    }

    [Fact]
    public void A_thousand_brackets_are_refused() =>
        Should.Throw<RuleSyntaxException>(() => RuleParser.Parse(new string('(', 1000) + "last 1 run" + new string(')', 1000))).Problem.ShouldBe("nested too deeply");

    [Theory]
    [InlineData("last 1 run : colour set", "a fact of kind 'run' has no field 'colour'")]
    [InlineData("last $m run", "no profile has a parameter '$m'")]
    [InlineData("last 1 run : data -> version[shape = round]", "a fact of kind 'version' has no field 'shape'")]
    [InlineData("last 1 run : id <- gate.runner", "a fact of kind 'gate' has no field 'runner'")]
    public void Names_that_do_not_exist_are_found(string rule, string fault) =>
        RuleCheck.Faults(RuleParser.Parse(rule), ["n"]).ShouldHaveSingleItem().ShouldStartWith(fault);

    [Fact]
    public void Any_text_is_read_or_refused_within_its_bounds()
    {
        string[] words = ["last", "current", "at", "least", "no", "1", "80", "%", "of", "run", "probe", "[", "]", "(", ")", ":", "=", "in", "max", "14d", "3b", ",", "and", "or", "set", "->", "<-", ".", "x", "fresh", "each", "$", "@", "covers", "by"];
        Gen<string> rules = Gen.Elements(words).ListOf().Select(w => string.Join(' ', w));
        Prop.ForAll(rules.ToArbitrary(), rule =>
        {
            try
            {
                return RuleEvaluator.Clauses(RuleParser.Parse(rule)).Any();
            }
            catch (RuleSyntaxException e)
            {
                return e.Column >= 1 && e.Column <= rule.Length + 1;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(17, 3));
    }

    [Fact]
    public void A_clause_written_out_is_read_as_itself()
    {
        foreach (Clause clause in MaturityModel.Current.Capabilities.SelectMany(c => RuleEvaluator.Clauses(c.Rule)))
            ((Clause)RuleParser.Parse(clause.Text)).Text.ShouldBe(clause.Text);
    }
}
