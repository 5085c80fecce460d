//! Logos: every upload is re-encoded as a small PNG, so that nothing but the pixels of the file is stored or shown.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{ImageFormat, ImageReader, Limits};

/// Maximum width and height of an uploaded image, in pixels.
const MAX_SIDE: u32 = 2_000;
/// Maximum width and height of the stored image, in pixels.
const SIDE: u32 = 128;
/// Decoding may take so much memory: four bytes for each pixel, twice.
const MAX_MEMORY: u64 = 2 * 4 * (MAX_SIDE as u64) * (MAX_SIDE as u64);

/// Why a file cannot be a logo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LogoError {
    /// Not a PNG, JPEG or WebP image, regardless of its name, or a broken one.
    #[error("is not a readable image")]
    NotAnImage,
    /// More pixels than are taken.
    #[error("has too many pixels")]
    TooManyPixels,
}

/// Makes a PNG of at most 128 pixels a side of an uploaded file. Takes up to a second: not for a worker thread.
pub fn make_logo(file: &[u8]) -> Result<Vec<u8>, LogoError> {
    let format = image::guess_format(file).map_err(|_| LogoError::NotAnImage)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(LogoError::NotAnImage);
    }
    // The head alone tells the size: a picture of 50,000 pixels a side is never unpacked.
    let (width, height) = ImageReader::with_format(Cursor::new(file), format)
        .into_dimensions()
        .map_err(|_| LogoError::NotAnImage)?;
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(LogoError::TooManyPixels);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| LogoError::NotAnImage)?;
    let picture = if width > SIDE || height > SIDE {
        picture.resize(SIDE, SIDE, FilterType::Triangle)
    } else {
        picture
    };
    let mut png = Vec::new();
    picture
        .into_rgba8()
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .map_err(|_| LogoError::NotAnImage)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut file = Vec::new();
        DynamicImage::from(RgbImage::new(width, height))
            .write_to(&mut Cursor::new(&mut file), format)
            .unwrap();
        file
    }

    #[test]
    fn each_kind_becomes_a_small_png() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let png = make_logo(&picture(400, 200, format)).unwrap();
            let made = image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap();
            assert_eq!((made.width(), made.height()), (128, 64));
        }
    }

    #[test]
    fn a_small_picture_is_not_blown_up() {
        let made = image::load_from_memory(&make_logo(&picture(16, 16, ImageFormat::Png)).unwrap()).unwrap();
        assert_eq!(made.width(), 16);
    }

    #[test]
    fn a_picture_bomb_is_refused_by_its_head() {
        assert_eq!(make_logo(&picture(2_001, 1, ImageFormat::Png)), Err(LogoError::TooManyPixels));
        let mut bomb = picture(1, 1, ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]); // says 50,000 x 50,000
        let crc = crc32fast::hash(&bomb[12..29]).to_be_bytes();
        bomb[29..33].copy_from_slice(&crc);
        assert_eq!(make_logo(&bomb), Err(LogoError::TooManyPixels));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let cut = picture(64, 64, ImageFormat::Png);
        for file in [&b""[..], b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"hello", &cut[..60]]
        {
            assert_eq!(make_logo(file), Err(LogoError::NotAnImage));
        }
    }
}
