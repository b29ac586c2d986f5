using System.Globalization;
using System.Text;
using Cairn.Serving.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Serving.Tests.Routing;

public sealed class SplitTests
{
    [Fact]
    public void The_hash_is_siphash_2_4()
    {
        // First of the reference vectors of Aumasson and Bernstein: key 00..0f, messages of 0, 8 and 15 bytes.
        var hash = new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908);
        byte[] message = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
        hash.Of([]).ShouldBe(0x726fdb47dd0e0e31UL);
        hash.Of(message.AsSpan(0, 8)).ShouldBe(0x93f5f5799a932462UL);
        hash.Of(message).ShouldBe(0xa129ca6149be45e5UL);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(333)]
    public void The_split_is_exact_by_chi_square(int permille)
    {
        const int Keys = 200_000;
        var split = new VariantSplit("salt", [1000 - permille, permille], stable: 0);
        int canary = Enumerable.Range(0, Keys).Count(i => split.Choose(Key(i)) == 1);
        double expected = Keys * permille / 1000.0, rest = Keys - expected;
        double chi = (Math.Pow(canary - expected, 2) / expected) + (Math.Pow(canary - expected, 2) / rest);
        // 10.83: the 99.9th percentile of chi-square with one degree of freedom. The keys are fixed, so this never flickers.
        chi.ShouldBeLessThan(10.83);
    }

    [Fact]
    public void Raising_the_weight_moves_keys_to_the_canary_and_never_back() =>
        Prop.ForAll(
            Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(),
            (a, b, key) =>
            {
                (int low, int high) = (Math.Min(a, b), Math.Max(a, b));
                bool before = new VariantSplit("s", [1000 - low, low], 0).Choose(Key(key)) == 1;
                bool after = new VariantSplit("s", [1000 - high, high], 0).Choose(Key(key)) == 1;
                return !before || after;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(new Replay(new Rnd(3, 5), Microsoft.FSharp.Core.FSharpOption<int>.None)));

    [Fact]
    public void All_and_nothing_are_exact()
    {
        var none = new VariantSplit("s", [1000, 0], 0);
        var all = new VariantSplit("s", [0, 1000], 0);
        for (int i = 0; i < 5000; i++) (none.Choose(Key(i)), all.Choose(Key(i))).ShouldBe((0, 1));
    }

    [Fact]
    public void Another_salt_is_another_split()
    {
        var one = new VariantSplit("one", [500, 500], 0);
        var two = new VariantSplit("two", [500, 500], 0);
        int same = Enumerable.Range(0, 10_000).Count(i => one.Choose(Key(i)) == two.Choose(Key(i)));
        same.ShouldBeInRange(4800, 5200);
    }

    private static byte[] Key(int i) => Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
}
