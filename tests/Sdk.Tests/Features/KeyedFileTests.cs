using Cairn.Contracts.Features;

namespace Cairn.Sdk.Tests.Features;

public class KeyedFileTests
{
    [Fact]
    public void The_last_entry_known_by_then_is_found_and_missing_values_are_missing()
    {
        KeyedFile file = Written(w =>
        {
            w.Add(KeyText.Of(["b", 2L])!, 20, [null, "late"]);
            w.Add(KeyText.Of(["a", 1L])!, 10, [1.5, "x"]);
            w.Add(KeyText.Of(["a", 1L])!, 30, [2.5, null]);
        });
        file.Count.ShouldBe(3);
        Find(file, 9, "a", 1L).ShouldBe(-1);
        file.Number(Find(file, 29, "a", 1L), 0).ShouldBe(1.5);
        int newest = Find(file, 30, "a", 1L);
        (file.Number(newest, 0), file.Text(newest, 1).Length).ShouldBe((2.5, 0));
        double.IsNaN(file.Number(Find(file, 99, "b", 2L), 0)).ShouldBeTrue();
        Find(file, 99, "a", 2L).ShouldBe(-1);
        Find(file, 99, "a1").ShouldBe(-1);
    }

    [Fact]
    public void Of_many_keys_each_is_found_and_no_other()
    {
        KeyedFile file = Written(w =>
        {
            for (long i = 0; i < 2000; i++) w.Add(KeyText.Of([$"k{i}", i])!, i, [(double)i, $"t{i}"]);
        });
        for (long i = 0; i < 2000; i++)
        {
            int at = Find(file, long.MaxValue, $"k{i}", i);
            (file.Number(at, 0), System.Text.Encoding.UTF8.GetString(file.Text(at, 1))).ShouldBe((i, $"t{i}"));
            Find(file, long.MaxValue, $"k{i}", i + 1).ShouldBe(-1);
        }
    }

    [Fact]
    public void A_file_that_is_cut_or_changed_in_its_frame_is_refused_never_read_beyond()
    {
        byte[] whole = Bytes(w => w.Add(KeyText.Of(["a", 1L])!, 10, [1.5, "x"]));
        string path = Path.GetTempFileName();
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<InvalidDataException>(() => KeyedFile.Open(path));
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Should.Throw<InvalidDataException>(() => KeyedFile.Open(path));
        File.Delete(path);
    }

    [Fact]
    public void A_part_that_is_missing_empty_or_holds_a_zero_is_no_key()
        => new byte[]?[] { KeyText.Of(["a", null]), KeyText.Of([""]), KeyText.Of(["a\0b"]), KeyText.Of([new string('x', KeyText.Longest)]) }.ShouldAllBe(k => k == null);

    private static int Find(KeyedFile file, long at, params object?[] key) => file.Find(KeyText.Of(key), at);

    private static byte[] Bytes(Action<KeyedFileWriter> add)
    {
        var writer = new KeyedFileWriter(DateTimeOffset.UnixEpoch, [new("name", true), new("number", false)], [new("value", false), new("text", true)]);
        add(writer);
        using var to = new MemoryStream();
        writer.Write(to);
        return to.ToArray();
    }

    private static KeyedFile Written(Action<KeyedFileWriter> add)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, Bytes(add));
        KeyedFile file = KeyedFile.Open(path);
        File.Delete(path);
        return file;
    }
}
