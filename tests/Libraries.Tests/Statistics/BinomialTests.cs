using Cairn.Statistics;

namespace Cairn.Libraries.Tests.Statistics;

public sealed class BinomialTests
{
    // Summed term by term from exact binomial coefficients.
    [Theory]
    [InlineData(4, 10, 0.05, 0.0010284979378906252)]
    [InlineData(20, 200, 0.05, 0.0026645795498294283)]
    [InlineData(1, 19, 0.05, 0.6226463974646919)]
    [InlineData(0, 5, 0.3, 1)]
    [InlineData(6, 5, 0.3, 0)]
    public void The_upper_tail_is_the_sum_of_its_terms(int k, int n, double p, double expected) => Binomial.AtLeast(k, n, p).ShouldBe(expected, 1e-9);
}
