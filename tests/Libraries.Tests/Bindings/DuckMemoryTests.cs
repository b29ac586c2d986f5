using Cairn.DuckDb;

namespace Cairn.Libraries.Tests.Bindings;

public sealed class DuckMemoryTests
{
    [Fact]
    public void The_next_one_sees_nothing_of_the_one_before()
    {
        for (int i = 0; i < 8; i++)
        {
            using var database = new DuckMemory(1, "200MB");
            using DuckConnection duck = database.Connect();
            duck.Execute("create table t as select 1 as a");
            duck.Execute("create view v as select a from t");
            duck.Execute("create temp table u as select * from v");
            duck.Execute("create macro double(x) as x * 2");
            duck.Scalar<long>("select double(a) from u").ShouldBe(2);
        }
    }

    [Fact]
    public void Two_at_once_are_apart()
    {
        using DuckMemory one = new(1, "200MB"), other = new(1, "200MB");
        using DuckConnection a = one.Connect(), b = other.Connect(), again = one.Connect();
        a.Execute("create table t as select 1 as a");
        again.Scalar<long>("select a from t").ShouldBe(1);
        Should.Throw<DuckException>(() => b.Execute("select * from t")).Message.ShouldContain("does not exist");
    }

    [Fact]
    public void Settings_are_those_asked_for_each_time()
    {
        foreach ((int threads, string memory, string said) in new[] { (1, "200MB", "190.7 MiB"), (2, "300MB", "286.1 MiB"), (1, "100MB", "95.3 MiB") })
        {
            using var database = new DuckMemory(threads, memory);
            using DuckConnection duck = database.Connect();
            duck.Scalar<long>("select current_setting('threads')").ShouldBe(threads);
            duck.Scalar<string>("select current_setting('memory_limit')").ShouldBe(said);
        }

        Should.Throw<DuckException>(() => new DuckMemory(1, "much"));
    }

    private const string Big = "create table t as select hash(i) as h, hash(i + 1) as k from range(4000000) r(i)";

    [Fact]
    public void What_does_not_fit_goes_to_a_directory_below_the_one_given_and_fails_without_one()
    {
        using var folder = new TempFolder();
        using (var database = new DuckMemory(1, "40MB", folder.Path))
        {
            using DuckConnection duck = database.Connect();
            duck.Execute(Big);
            duck.Scalar<long>("select count(*) from (select * from t order by h)").ShouldBe(4_000_000);
            Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
        }

        using var none = new DuckMemory(1, "40MB");
        using DuckConnection full = none.Connect();
        Should.Throw<DuckException>(() => full.Execute(Big)).Fault.ShouldBe(DuckFault.OutOfMemory);
    }

    [Fact]
    public void Two_that_spill_below_one_directory_read_their_own_rows()
    {
        using var folder = new TempFolder();
        using var plain = new DuckMemory(1, "1GB");
        using DuckConnection roomy = plain.Connect();
        roomy.Execute(Big);
        object? sum = roomy.Scalar("select bit_xor(xor(h, k // 2)) from t");

        using var one = new DuckMemory(1, "40MB", folder.Path);
        using DuckConnection a = one.Connect();
        a.Execute(Big);
        using (var other = new DuckMemory(1, "40MB", folder.Path))
        {
            using DuckConnection b = other.Connect();
            b.Execute(Big.Replace("hash(i)", "i", StringComparison.Ordinal));
            a.Scalar("select bit_xor(xor(h, k // 2)) from t").ShouldBe(sum);
            using var third = new DuckDatabase(null, ("threads", "1"), ("memory_limit", "40MB"), ("temp_directory", folder.Path));
            using DuckConnection c = third.Connect();
            c.Execute(Big);
            b.Scalar<long>("select count(*) from t where h < 4000000").ShouldBe(4_000_000);
            c.Scalar("select bit_xor(xor(h, k // 2)) from t").ShouldBe(sum);
        }

        a.Scalar("select bit_xor(xor(h, k // 2)) from t").ShouldBe(sum);
    }

    [Fact]
    public void A_file_written_again_is_read_again()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "t.parquet");
        for (int i = 0; i < 3; i++)
        {
            using var database = new DuckMemory(1, "200MB");
            using DuckConnection duck = database.Connect();
            duck.Execute($"copy (select {i} as a) to {DuckSql.Literal(path)} (format parquet)");
            duck.Scalar<long>($"select a from read_parquet({DuckSql.Literal(path)})").ShouldBe(i);
        }
    }

    private sealed class TempFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("cairn-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
